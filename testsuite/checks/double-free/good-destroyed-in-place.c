// SPDX-License-Identifier: GPL-2.0-only
/* What is made in place stays where it is; its destructor may be called again. */
#include <linux/slab.h>

struct v4l2_ctrl_handler {
	void *buckets;
	int error;
};

int v4l2_ctrl_handler_init(struct v4l2_ctrl_handler *hdl, unsigned int n);
void v4l2_ctrl_handler_free(struct v4l2_ctrl_handler *hdl);

struct cam {
	struct v4l2_ctrl_handler hdl;
	int rows;
};

int cam_add(int rows);

static void cam_end(struct cam *c)
{
	v4l2_ctrl_handler_free(&c->hdl);
}

int cam_probe(struct cam *c)
{
	int err;

	v4l2_ctrl_handler_init(&c->hdl, 4);
	err = cam_add(c->rows);
	if (err) {
		v4l2_ctrl_handler_free(&c->hdl);
		cam_end(c);
	}
	return err;
}
