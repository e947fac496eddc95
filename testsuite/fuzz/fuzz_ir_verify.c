// SPDX-License-Identifier: GPL-2.0-only
/*
 * A sound unit with bytes overwritten, as a damaged summary file holds it: what the verifier lets through can be
 * printed.  Input: records of 6 bytes: section, offset in it (3 bytes), value, and whether 1 or 4 bytes change.
 */
#include "base/strbuf.h"
#include "ir/ir_build.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

static const char sample[] =
	"file \"a.c\" main\ntype int 32 signed \"int\"\ntype ptr \"int *\" of \"int\"\n"
	"field \"struct x\" f \"int\"\nfield \"struct x\" g -\nsym func f \"int\"\nsym var v \"int\"\n"
	"annot @f \"acquires(x)\"\nconst c 1\ninit @v.f = @f\n"
	"func @f at 1:1 end 9 {\n\tparam p -\n\tlocal y \"int\"\n"
	"b0:\n\t%0 = call @f(p, \"text\") at 2:1\n\tlife y\n\tset p->f = %0\n\tuse -(&y)[@v + 1]\n"
	"\tbranch %0 == 7 ? b1 : b2\n"
	"b1:\n\tasm (p)\n\tcall %1(%1)\n\tswitch y ? 1: b2, 4..9: b0, default: b1\n"
	"b2:\n\t%1 = call p->g(*p)\n\treturn %1\n}\n"
	"func @f {\nb0:\n\tasm_goto b0, b1\nb1:\n\tunreachable\n}\n";

struct copy {
	struct ir_unit u;
#define X(n, t) t *n;
	IR_SECTIONS(X)
#undef X
};

static void overwrite(struct copy *c, const u8 *rec)
{
	u32 section = 0, at = (u32)rec[1] | (u32)rec[2] << 8 | (u32)rec[3] << 16, len = rec[5] & 1 ? 4 : 1;
	u64 size;

#define X(n, t)									\
	size = (u64)c->u.nr_##n * sizeof(t);					\
	if (rec[0] % 16 == section++ && size >= len)				\
		memset((u8 *)c->n + at % (size - len + 1), rec[4], len);
	IR_SECTIONS(X)
#undef X
}

static void print_all(const struct ir_unit *u)
{
	struct strbuf out = { 0 };

	ir_print(u, &out);
	for (u32 i = 0; i < u->nr_func; i++)
		for (u32 v = 0; v < u->func[i].val_nr; v++)
			ir_print_val(u, u->func + i, v, &out);
	strbuf_free(&out);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct err err = { "" };
	struct ir_builder b;
	struct copy c;

	irb_init(&b);
	BUG_ON(ir_read("sample", sample, &b, &err));
	irb_unit(&b, &c.u);
#define X(n, t)								\
	c.n = xmalloc(c.u.nr_##n * sizeof(t));				\
	if (c.u.nr_##n)							\
		memcpy(c.n, c.u.n, c.u.nr_##n * sizeof(t));		\
	c.u.n = c.n;
	IR_SECTIONS(X)
#undef X
	for (; size >= 6; size -= 6, data += 6)
		overwrite(&c, data);
	if (!ir_verify(&c.u, &err))
		print_all(&c.u);
#define X(n, t) free(c.n);
	IR_SECTIONS(X)
#undef X
	irb_free(&b);
	return 0;
}
