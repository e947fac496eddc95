// SPDX-License-Identifier: GPL-2.0-only
/* See doctor_sample.h.  The pipeline, stopped after the summaries: what it says of a file is what a scan would say. */
#include "cli/doctor_sample.h"

#include <stdlib.h>

#include "cli/paths.h"
#include "cli/pipeline.h"

#define SECONDS 60u
#define MEMORY_MIB 2048u
#define JOBS 2u

int sample_parse(const struct options *o, const char *const *file, u32 nr, struct report *out, struct err *err)
{
	char *cache = path_cache_dir(o->cache, err), *rules = cache ? path_rules_dir(err) : NULL;
	char **extra = rules ? path_rules_files(rules, o->rules.at, o->rules.nr) : NULL;
	struct scan_request rq = {
		.db_path = o->db,
		.paths = file, .nr_paths = nr,
		.cache_dir = cache, .rules_dir = rules,
		.rules_extra = (const char *const *)extra, .nr_rules_extra = o->rules.nr,
		.jobs = JOBS, .time_limit = SECONDS, .memory_limit_mib = MEMORY_MIB,
		.no_pch = true,		/* the header would cost more than the files */
		.dump = "summary",
	};
	struct strbuf dump = { 0 };
	int ret = extra ? pipeline_scan(&rq, out, &dump, err) : -1;

	if (!ret)
		report_finish(out, CONF_LOW);
	strbuf_free(&dump);
	path_list_free(extra, o->rules.nr);
	free(cache);
	free(rules);
	return ret;
}
