// SPDX-License-Identifier: GPL-2.0-only
/* Nobody looks at the result of what keeps the memory: there is no way on which that has failed. */
#include <linux/slab.h>

struct device_node;
struct clk_onecell_data {
	void **clks;
	unsigned int nr;
};

int of_clk_add_provider(struct device_node *np, void *(*get)(void *spec, void *data), void *data);
void *clk_of(void *spec, void *data);

void bell_clocks(struct device_node *np)
{
	struct clk_onecell_data *data = kzalloc(sizeof(*data), GFP_KERNEL);

	if (!data)
		return;
	data->nr = 1;
	of_clk_add_provider(np, clk_of, data);
}
