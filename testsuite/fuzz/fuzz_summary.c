// SPDX-License-Identifier: GPL-2.0-only
/*
 * Any bytes as a summary.  The checksum is put right first, else no input would come past it; what is then
 * accepted is printed, which follows every index.
 */
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "summary/summary.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t n);

int LLVMFuzzerTestOneInput(const u8 *data, size_t n)
{
	struct summary s = { 0 };
	struct strbuf out = { 0 };
	void *p;

	if (posix_memalign(&p, 16, n ? n : 1))
		return 0;
	if (n)
		memcpy(p, data, n);
	if (n > 16) {
		u64 sum = hash_bytes((char *)p + 16, n - 16);

		memcpy((char *)p + 8, &sum, sizeof(sum));
	}
	if (!summary_from_memory(p, n, &s, NULL)) {
		ir_print(&s.unit, &out);
		summary_deps_id(&s);
	}
	summary_close(&s);
	strbuf_free(&out);
	free(p);
	return 0;
}
