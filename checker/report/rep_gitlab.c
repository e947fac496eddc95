// SPDX-License-Identifier: GPL-2.0-only
/*
 * --format=gitlab: Code Quality (Code Climate), an array of issues.  GitLab compares the reports of two branches by
 * the fingerprints.  What the baseline knows is left out.  Requires: report_finish().
 */
#include <stdio.h>

#include "report/jsonw.h"
#include "report/reporter.h"

static const char *const severities[3][3] = {
	[SEV_NOTE] = { "info", "info", "info" },
	[SEV_WARNING] = { [CONF_LOW] = "minor", [CONF_MEDIUM] = "minor", [CONF_HIGH] = "major" },
	[SEV_ERROR] = { [CONF_LOW] = "major", [CONF_MEDIUM] = "major", [CONF_HIGH] = "critical" },
};

static void put_issue(struct jsonw *w, const struct report *r, const struct finding *f)
{
	char id[17];

	snprintf(id, sizeof(id), "%016llx", (unsigned long long)f->id);
	jsonw_object(w, NULL, false);
	jsonw_str(w, "type", "issue");
	jsonw_str(w, "check_name", f->check);
	jsonw_str(w, "description", report_str(r, f->message));
	jsonw_array(w, "categories", true);
	jsonw_str(w, NULL, "Bug Risk");
	jsonw_close(w);
	jsonw_str(w, "severity", severities[f->severity][f->confidence]);
	jsonw_str(w, "fingerprint", id);
	jsonw_object(w, "location", true);
	jsonw_str(w, "path", report_str(r, f->at.file));
	jsonw_object(w, "lines", true);
	jsonw_u64(w, "begin", MAX(f->at.line, 1u));
	jsonw_close(w);
	jsonw_close(w);
	jsonw_close(w);
}

void rep_gitlab(const struct report_view *v, struct strbuf *out)
{
	struct jsonw w;

	jsonw_begin(&w, out);
	jsonw_array(&w, NULL, false);
	for (u32 i = 0; i < v->r->finding.nr; i++)
		if (finding_is_shown(&v->r->finding.at[i]))
			put_issue(&w, v->r, &v->r->finding.at[i]);
	jsonw_close(&w);
	jsonw_end(&w);
}
