// SPDX-License-Identifier: GPL-2.0-only
/* The record of a member: an unnamed type of a member is not the record around it, an anonymous member is. */
struct board {
	struct { int fpga; int rev; } caps;
	int fpga;
	union { long whole; struct { char low; char high; } part; };
	struct { int pin; } *gpio[4];
	unsigned on : 1, off : 1;
};
static struct { int count; } stats;

int sum(struct board *b, int i)
{
	return b->caps.fpga + b->fpga + b->caps.rev + b->part.high + b->gpio[i]->pin + stats.count + b->off;
}
