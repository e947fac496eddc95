// SPDX-License-Identifier: GPL-2.0-only
/* The help, out of the same tables as the parser. */
#include <stdio.h>
#include <string.h>

#include "cli/options.h"
#include "cli/options_int.h"

#define HELP_COLUMN 28
#define HELP_WIDTH 100

/* text from HELP_COLUMN on, broken at blanks; at: columns already used in this line. */
static void put_wrapped(struct strbuf *out, const char *text, size_t at)
{
	size_t col = at;

	if (at + 1 > HELP_COLUMN) {
		strbuf_putc(out, '\n');
		col = 0;
	}
	strbuf_printf(out, "%*s", HELP_COLUMN - (int)col, "");
	col = HELP_COLUMN;
	while (*text) {
		size_t n = strcspn(text, " ");

		if (col > HELP_COLUMN && col + 1 + n > HELP_WIDTH) {
			strbuf_printf(out, "\n%*s", HELP_COLUMN, "");
			col = HELP_COLUMN;
		} else if (col > HELP_COLUMN) {
			strbuf_putc(out, ' ');
			col++;
		}
		strbuf_add(out, text, n);
		col += n;
		text += n + strspn(text + n, " ");
	}
	strbuf_putc(out, '\n');
}

static void put_option(const struct option_row *row, struct strbuf *out)
{
	struct strbuf text = { 0 };
	size_t begin = out->len;

	strbuf_puts(out, "  ");
	if (row->letter)
		strbuf_printf(out, "-%c, ", row->letter);
	strbuf_printf(out, "--%s%s%s", row->name, row->arg ? "=" : "", row->arg ? row->arg : "");
	strbuf_puts(&text, row->help);
	if (row->dflt && strcmp(row->dflt, "0"))
		strbuf_printf(&text, " (default: %s)", row->dflt);
	put_wrapped(out, strbuf_str(&text), out->len - begin);
	strbuf_free(&text);
}

void help_command(enum command_id cmd, struct strbuf *out)
{
	const struct command_row *row = &command_rows[cmd];

	strbuf_printf(out, "usage: gfpcheck %s [options]%s%s\n\n%s\n\noptions:\n", row->name, *row->args ? " " : "",
		      row->args, row->help);
	for (u32 i = 0; i < nr_option_rows; i++)
		if (option_rows[i].cmds & (1u << cmd))
			put_option(&option_rows[i], out);
	strbuf_puts(out, "\nexit status: 0 clean, 1 findings, 2 usage or configuration, 3 incomplete\n");
}

void help_program(struct strbuf *out)
{
	strbuf_puts(out, "usage: gfpcheck COMMAND [options] [arguments]\n\ncommands:\n");
	for (u32 i = 0; i < CMD_NR; i++) {
		size_t begin = out->len;

		strbuf_printf(out, "  %s", command_rows[i].name);
		put_wrapped(out, command_rows[i].help, out->len - begin);
	}
	strbuf_puts(out, "\n'gfpcheck help COMMAND' shows its options; 'gfpcheck --version' the version.\n"
		    "To begin: cd into a configured kernel tree and run 'gfpcheck doctor'.\n");
}
