// SPDX-License-Identifier: GPL-2.0-only
/*
 * A kernel model that was changed: the input is a list of changes (where, to what) to a model that is sound.  The checksum
 * is put right, else nothing would come past it; what is then accepted is used for a driver that calls all of it.
 */
#include "../link/kmodel_use.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t n);

int LLVMFuzzerTestOneInput(const u8 *data, size_t n)
{
	static struct kmodel base;
	static struct use use;
	struct kmodel km = { 0 };
	struct report r;
	u8 *image;

	if (!base.file.bytes && (use_begin(&use, "testsuite", NULL) || use_make(&use, false, &base, NULL)))
		abort();
	image = aligned_alloc(IMAGE_ALIGN, base.file.size);
	memcpy(image, base.file.bytes, base.file.size);
	for (size_t i = 0; i + 6 <= n; i += 6) {
		u16 at;

		memcpy(&at, data + i, sizeof(at));
		if ((size_t)at * 4 + 4 <= base.file.size)
			memcpy(image + (size_t)at * 4, data + i + 2, 4);
	}
	use_seal(image, base.file.size);
	if (!kmodel_from_memory(image, base.file.size, &km, NULL)) {
		use_check(&use, &km, &r);
		report_free(&r);
	}
	free(image);
	return 0;
}
