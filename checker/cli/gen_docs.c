// SPDX-License-Identifier: GPL-2.0-only
/*
 * A program of the build: writes the man pages and the shell completions into a folder, out of the tables that the
 * parser is made of (options.def, commands.def).  What these pages say and what the program takes cannot differ.
 *
 * usage: gen_docs DIR
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "cli/options.h"
#include "cli/options_int.h"

static bool belongs(const struct option_row *row, u32 cmd)
{
	return row->cmds & (1u << cmd);
}

/* For roff: no escape, no request at the start of a line; '-' is a minus, so that it can be copied. */
static void put_roff(struct strbuf *out, const char *s)
{
	if (*s == '.' || *s == '\'')
		strbuf_puts(out, "\\&");
	for (; *s; s++) {
		if (*s == '\\')
			strbuf_puts(out, "\\e");
		else if (*s == '-')
			strbuf_puts(out, "\\-");
		else
			strbuf_putc(out, *s);
	}
}

static void put_title(struct strbuf *out, const char *name, const char *what)
{
	char *upper = xstrdup(name);

	for (char *c = upper; *c; c++)
		*c = (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
	strbuf_printf(out, ".\\\" SPDX-License-Identifier: GPL-2.0-only\n.\\\" Generated from options.def and commands.def.\n"
		      ".TH %s 1 \"\" \"gfpcheck %s\" \"User Commands\"\n.SH NAME\n", upper, GFPCHECK_VERSION);
	put_roff(out, name);
	strbuf_puts(out, " \\- ");
	put_roff(out, what);
	strbuf_putc(out, '\n');
	free(upper);
}

static void put_option(struct strbuf *out, const struct option_row *row)
{
	strbuf_puts(out, ".TP\n.B ");
	if (row->letter)
		strbuf_printf(out, "\\-%c\\fR, \\fB", row->letter);
	strbuf_puts(out, "\\-\\-");
	put_roff(out, row->name);
	if (row->arg) {
		strbuf_puts(out, "\\fR=\\fI");
		put_roff(out, row->arg);
		strbuf_puts(out, "\\fR");
	}
	strbuf_putc(out, '\n');
	put_roff(out, row->help);
	if (row->dflt && strcmp(row->dflt, "0")) {
		strbuf_puts(out, " (default: ");
		put_roff(out, row->dflt);
		strbuf_putc(out, ')');
	}
	strbuf_putc(out, '\n');
}

static const char exit_status[] =
	".SH EXIT STATUS\n"
	".TP\n.B 0\ncomplete, and nothing found\n"
	".TP\n.B 1\nfindings\n"
	".TP\n.B 2\nwrong usage or configuration\n"
	".TP\n.B 3\nincomplete: some file could not be analysed, or only in part; each is named with its reason\n";

static void man_command(struct strbuf *out, u32 cmd)
{
	const struct command_row *row = &command_rows[cmd];
	struct strbuf name = { 0 };

	strbuf_printf(&name, "gfpcheck-%s", row->name);
	put_title(out, name.buf, row->help);
	strbuf_printf(out, ".SH SYNOPSIS\n.B gfpcheck %s\n[\\fIoptions\\fR] ", row->name);
	put_roff(out, row->args);
	strbuf_puts(out, "\n.SH OPTIONS\n");
	for (u32 i = 0; i < nr_option_rows; i++)
		if (belongs(&option_rows[i], cmd))
			put_option(out, &option_rows[i]);
	strbuf_puts(out, exit_status);
	strbuf_puts(out, ".SH SEE ALSO\n.BR gfpcheck (1)\n");
	strbuf_free(&name);
}

static void man_program(struct strbuf *out)
{
	put_title(out, "gfpcheck", "check how a kernel allocates memory");
	strbuf_puts(out, ".SH SYNOPSIS\n.B gfpcheck\n\\fICOMMAND\\fR [\\fIoptions\\fR] [\\fIarguments\\fR]\n"
		    ".SH DESCRIPTION\nReads a configured kernel tree, or a part of one, and reports what may sleep where nothing "
		    "may sleep, wrong allocation flags, and memory that is leaked, released twice, used after its release or "
		    "never tested. Each finding shows its proof.\n.PP\nTo begin: change into a configured tree and run\n"
		    ".BR \"gfpcheck doctor\" .\n.SH COMMANDS\n");
	for (u32 i = 0; i < CMD_NR; i++) {
		strbuf_printf(out, ".TP\n.BR gfpcheck\\-%s (1)\n", command_rows[i].name);
		put_roff(out, command_rows[i].help);
		strbuf_putc(out, '\n');
	}
	strbuf_puts(out, exit_status);
	strbuf_puts(out, ".SH ENVIRONMENT\n"
		    ".TP\n.B GFPCHECK_CACHE\nthe folder of summaries, unless \\fB\\-\\-cache\\fR names one\n"
		    ".TP\n.B GFPCHECK_RULES\nthe folder of rules, instead of the one that is installed\n"
		    ".TP\n.B XDG_CACHE_HOME\nthe cache is its folder \\fIgfpcheck\\fR (default: \\fI~/.cache\\fR)\n"
		    ".TP\n.BR NO_COLOR \", \" CLICOLOR_FORCE\ncolours of the text format, never or always\n"
		    ".TP\n.B SOURCE_DATE_EPOCH\nthe day by which suppressions expire, instead of today\n");
	strbuf_puts(out, ".SH SEE ALSO\n");
	for (u32 i = 0; i < CMD_NR; i++)
		strbuf_printf(out, ".BR gfpcheck\\-%s (1)%s\n", command_rows[i].name, i + 1 < CMD_NR ? "," : "");
}

/* "--format= --rt ...", an option with a value up to its '='. */
static void put_names(struct strbuf *out, u32 cmd)
{
	bool first = true;

	for (u32 i = 0; i < nr_option_rows; i++) {
		const struct option_row *row = &option_rows[i];

		if (!belongs(row, cmd))
			continue;
		strbuf_printf(out, "%s--%s%s", first ? "" : " ", row->name, row->arg ? "=" : "");
		first = false;
	}
}

static void put_blanks(struct strbuf *out, const char *words)
{
	for (; *words; words++)
		strbuf_putc(out, *words == '|' ? ' ' : *words);
}

static void bash_values(struct strbuf *out)
{
	strbuf_puts(out, "	case $option in\n	--checks) words=$(\"$1\" explain 2>/dev/null) ;;\n");
	for (u32 i = 0; i < nr_option_rows; i++) {
		const struct option_row *row = &option_rows[i];

		if (row->kind == OPT_ENUM) {
			strbuf_printf(out, "	--%s) words=\"", row->name);
			put_blanks(out, row->arg);
			strbuf_puts(out, "\" ;;\n");
		} else if (row->arg && !strcmp(row->arg, "DIR")) {
			strbuf_printf(out, "	--%s) mapfile -t COMPREPLY < <(compgen -d -- \"$value\"); return ;;\n", row->name);
		}
	}
	strbuf_puts(out, "	*) mapfile -t COMPREPLY < <(compgen -f -- \"$value\"); return ;;\n	esac\n");
}

/* Needs bash only, not the bash-completion package.  '=' is a word of its own in COMP_WORDS. */
static void completion_bash(struct strbuf *out)
{
	strbuf_puts(out, "# SPDX-License-Identifier: GPL-2.0-only\n# Generated from options.def and commands.def.\n"
		    "_gfpcheck_value() {\n	local option=$2 value=$3 words=\n");
	bash_values(out);
	strbuf_puts(out, "	mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$value\")\n}\n"
		    "_gfpcheck() {\n	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} words=\n"
		    "	COMPREPLY=()\n	if [ \"$COMP_CWORD\" -eq 1 ]; then\n		mapfile -t COMPREPLY < <(compgen -W \"help");
	for (u32 i = 0; i < CMD_NR; i++)
		strbuf_printf(out, " %s", command_rows[i].name);
	strbuf_puts(out, " --help --version\" -- \"$cur\")\n		return\n	fi\n"
		    "	if [ \"$cur\" = = ]; then\n		_gfpcheck_value \"$1\" \"$prev\" \"\"\n		return\n	fi\n"
		    "	if [ \"$prev\" = = ]; then\n		_gfpcheck_value \"$1\" \"${COMP_WORDS[COMP_CWORD-2]}\" \"$cur\"\n"
		    "		return\n	fi\n	case ${COMP_WORDS[1]} in\n	help) words=\"");
	for (u32 i = 0; i < CMD_NR; i++)
		strbuf_printf(out, "%s%s", i ? " " : "", command_rows[i].name);
	strbuf_puts(out, "\" ;;\n");
	for (u32 i = 0; i < CMD_NR; i++) {
		strbuf_printf(out, "	%s) words=\"", command_rows[i].name);
		put_names(out, i);
		strbuf_puts(out, i == CMD_EXPLAIN ? " $(\"$1\" explain 2>/dev/null)\" ;;\n" : "\" ;;\n");
	}
	strbuf_puts(out, "	esac\n	case $cur in\n	-*|\"\") ;;\n	*) case ${COMP_WORDS[1]} in\n"
		    "		help|explain) ;;\n		*) mapfile -t COMPREPLY < <(compgen -f -- \"$cur\"); return ;;\n"
		    "		esac ;;\n	esac\n	mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\")\n"
		    "	case ${COMPREPLY[0]:-} in\n	*=) compopt -o nospace ;;\n	esac\n}\n"
		    "complete -o filenames -o bashdefault -F _gfpcheck gfpcheck\n");
}

/* Within '...[here]' of _arguments: brackets and colons have a meaning, and so has the quotation mark. */
static void put_zsh(struct strbuf *out, const char *s)
{
	for (; *s; s++) {
		if (*s == '\'')
			strbuf_puts(out, "'\\''");
		else if (*s == '[' || *s == ']' || *s == ':')
			strbuf_printf(out, "\\%c", *s);
		else
			strbuf_putc(out, *s);
	}
}

static void zsh_value(struct strbuf *out, const struct option_row *row)
{
	strbuf_puts(out, ":");
	put_zsh(out, row->kind == OPT_ENUM ? row->name : row->arg);
	strbuf_putc(out, ':');
	if (row->kind == OPT_ENUM) {
		strbuf_putc(out, '(');
		put_blanks(out, row->arg);
		strbuf_putc(out, ')');
	} else if (!strcmp(row->name, "checks")) {
		strbuf_puts(out, "_values -s , check $(gfpcheck explain 2>/dev/null)");
	} else if (!strcmp(row->arg, "DIR")) {
		strbuf_puts(out, "_files -/");
	} else if (row->kind != OPT_NUM) {
		strbuf_puts(out, "_files");
	}
}

static void zsh_option(struct strbuf *out, const struct option_row *row)
{
	bool many = row->kind == OPT_LIST || row->kind == OPT_COMMA;

	strbuf_puts(out, " \\\n			");
	if (row->letter)
		strbuf_printf(out, "%s{-%c%s,--%s%s}'", many ? "'*'" : "", row->letter, row->arg ? "+" : "", row->name,
			      row->arg ? "=" : "");
	else
		strbuf_printf(out, "'%s--%s%s", many ? "*" : "", row->name, row->arg ? "=" : "");
	strbuf_putc(out, '[');
	put_zsh(out, row->help);
	strbuf_putc(out, ']');
	if (row->arg)
		zsh_value(out, row);
	strbuf_putc(out, '\'');
}

static void completion_zsh(struct strbuf *out)
{
	strbuf_puts(out, "#compdef gfpcheck\n# SPDX-License-Identifier: GPL-2.0-only\n"
		    "# Generated from options.def and commands.def.\n_gfpcheck() {\n	local -a commands\n	commands=(\n"
		    "		'help:show the options of a command'\n");
	for (u32 i = 0; i < CMD_NR; i++) {
		strbuf_printf(out, "		'%s:", command_rows[i].name);
		put_zsh(out, command_rows[i].help);
		strbuf_puts(out, "'\n");
	}
	strbuf_puts(out, "	)\n	if (( CURRENT == 2 )); then\n		_describe command commands\n		return\n	fi\n"
		    "	local command=$words[2]\n	shift words\n	(( CURRENT-- ))\n	case $command in\n"
		    "	help) _describe command commands ;;\n");
	for (u32 i = 0; i < CMD_NR; i++) {
		strbuf_printf(out, "	%s)\n		_arguments -s -S", command_rows[i].name);
		for (u32 k = 0; k < nr_option_rows; k++)
			if (belongs(&option_rows[k], i))
				zsh_option(out, &option_rows[k]);
		if (i == CMD_EXPLAIN)
			strbuf_puts(out, " \\\n			'1:check:($(gfpcheck explain 2>/dev/null))'");
		else if (command_rows[i].most)
			strbuf_puts(out, " \\\n			'*:argument:_files'");
		strbuf_puts(out, "\n		;;\n");
	}
	strbuf_puts(out, "	esac\n}\n_gfpcheck \"$@\"\n");
}

/* Writes and empties text. */
static void write_file(const char *dir, const char *name, struct strbuf *text)
{
	char *path = path_join(dir, name);
	struct err err = { 0 };

	if (file_write_atomic(path, strbuf_str(text), text->len, &err)) {
		fprintf(stderr, "gen_docs: %s\n", err.msg);
		exit(EXIT_FAILURE);
	}
	strbuf_reset(text);
	free(path);
}

int main(int argc, char **argv)
{
	struct strbuf text = { 0 };

	if (argc != 2)
		return EXIT_FAILURE;
	man_program(&text);
	write_file(argv[1], "gfpcheck.1", &text);
	for (u32 i = 0; i < CMD_NR; i++) {
		struct strbuf name = { 0 };

		strbuf_printf(&name, "gfpcheck-%s.1", command_rows[i].name);
		man_command(&text, i);
		write_file(argv[1], name.buf, &text);
		strbuf_free(&name);
	}
	completion_bash(&text);
	write_file(argv[1], "gfpcheck.bash", &text);
	completion_zsh(&text);
	write_file(argv[1], "_gfpcheck", &text);
	strbuf_free(&text);
	return EXIT_SUCCESS;
}
