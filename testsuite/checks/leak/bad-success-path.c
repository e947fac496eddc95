// SPDX-License-Identifier: GPL-2.0-only
/* Failure is seen to, success is not. */
#include <linux/slab.h>

int gate_write(const void *cmd);

int gate_open(void)
{
	u8 *cmd = kzalloc(8, GFP_KERNEL);
	int err;

	if (!cmd)
		return -ENOMEM;
	cmd[0] = 1;
	err = gate_write(cmd);
	if (err)
		goto free;
	return 0;				/* expect: leak "'cmd' from kzalloc" */
free:
	kfree(cmd);
	return err;
}
