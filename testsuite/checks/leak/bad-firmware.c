// SPDX-License-Identifier: GPL-2.0-only
/* request_firmware() gives a reference through its first argument when it returns 0. */
#include <linux/device.h>
#include <linux/firmware.h>
#include <linux/kernel.h>

int blob_send(const u8 *data, size_t n);

int blob_load(struct device *dev)
{
	const struct firmware *fw;
	int err = request_firmware(&fw, "blob.bin", dev);

	if (err)
		return err;
	if (fw->size < 16)
		return -EINVAL;			/* expect: leak "request_firmware" */
	err = blob_send(fw->data, fw->size);
	release_firmware(fw);
	return err;
}
