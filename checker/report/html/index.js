// SPDX-License-Identifier: GPL-2.0-only
// The list of findings: sorting by a column, filters, and both in the address, so that a view can be linked to.
"use strict";
(function () {
	const form = document.getElementById("filters");
	const body = document.querySelector("table.list tbody");
	const rows = Array.from(body.rows);
	const heads = Array.from(document.querySelectorAll("th[data-key]"));
	const shown = document.getElementById("shown");
	const fields = ["check", "sub", "conf", "state", "text"];
	const rank = { high: "0", medium: "1", low: "2" };
	let key = "place", down = false;

	function value(row, name) {
		if (name === "place")
			return row.dataset.place;
		return name === "conf" ? rank[row.dataset.conf] : row.dataset[name];
	}

	function matches(row, want) {
		return fields.every(function (name) {
			if (!want[name])
				return true;
			if (name === "text")
				return row.textContent.toLowerCase().includes(want.text.toLowerCase());
			return row.dataset[name] === want[name];
		});
	}

	function wanted() {
		const want = {};

		for (const name of fields)
			want[name] = form.elements[name].value;
		return want;
	}

	function filter() {
		const want = wanted();
		let nr = 0;

		for (const row of rows) {
			row.hidden = !matches(row, want);
			nr += !row.hidden;
		}
		shown.value = nr + " of " + rows.length + " shown";
	}

	function sort() {
		const sorted = rows.slice().sort(function (a, b) {
			const x = value(a, key), y = value(b, key);
			const d = x < y ? -1 : x > y ? 1 : 0;

			return (down ? -d : d) || a.dataset.nr - b.dataset.nr;
		});

		body.append(...sorted);
		for (const head of heads) {
			if (head.dataset.key === key)
				head.setAttribute("aria-sort", down ? "descending" : "ascending");
			else
				head.removeAttribute("aria-sort");
		}
	}

	function remember() {
		const out = new URLSearchParams();
		const want = wanted();

		for (const name of fields)
			if (want[name])
				out.set(name, want[name]);
		if (key !== "place" || down)
			out.set("sort", (down ? "-" : "") + key);
		history.replaceState(null, "", "#" + out);
	}

	function recall() {
		const given = new URLSearchParams(location.hash.slice(1));
		const by = given.get("sort") || "place";

		for (const name of fields)
			form.elements[name].value = given.get(name) || "";
		down = by[0] === "-";
		key = heads.some((h) => h.dataset.key === by.replace("-", "")) ? by.replace("-", "") : "place";
		sort();
		filter();
	}

	for (const head of heads) {
		head.querySelector("button").addEventListener("click", function () {
			down = key === head.dataset.key && !down;
			key = head.dataset.key;
			sort();
			remember();
		});
	}
	form.addEventListener("input", function () { filter(); remember(); });
	form.addEventListener("submit", function (event) { event.preventDefault(); });
	document.getElementById("reset").addEventListener("click", function () {
		for (const name of fields)
			form.elements[name].value = "";
		filter();
		remember();
	});
	window.addEventListener("hashchange", recall);
	form.hidden = false;
	recall();
})();
