// SPDX-License-Identifier: GPL-2.0-only
/* See emit.h.  Input: options and a finished report; output: stdout, a file, or a folder. */
#include "cli/emit.h"

#include <stdlib.h>

#include "base/file.h"
#include "cli/output.h"
#include "cli/paths.h"

int emit_check(const struct options *o, struct err *err)
{
	if (!report_is_dir((enum report_format)o->format))
		return output_check(o->output, err);
	if (!o->output || !*o->output)
		return err_set(err, "--format=html writes a folder: use -o DIR");
	if (path_exists(o->output) && !path_is_dir(o->output))
		return err_set(err, "%s: not a folder, and --format=html writes one", o->output);
	return dir_make(o->output, err);
}

int emit_report(const struct options *o, const struct report *r, int exit_status, struct err *err)
{
	struct err no_pages = { 0 };
	char *pages = path_checks_dir(&no_pages);
	struct report_view view = {
		.r = r,
		.color = output_color(o),
		.github_limits = o->sarif_limits == SARIF_LIMITS_GITHUB,
		.tree = r->tree,
		.pages = pages,
		.exit_status = exit_status,
	};
	struct strbuf text = { 0 };
	int ret;

	if (report_is_dir((enum report_format)o->format)) {
		ret = report_write_dir((enum report_format)o->format, &view, o->output, err);
	} else {
		report_write((enum report_format)o->format, &view, &text);
		ret = output_write(o->output, &text, err);
	}
	strbuf_free(&text);
	free(pages);
	return ret;
}
