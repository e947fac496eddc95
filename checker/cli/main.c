// SPDX-License-Identifier: GPL-2.0-only
/* argv to the table of commands, and nothing else. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "cli/cmd.h"
#include "cli/output.h"
#include "cli/version.h"

static int (*const commands[CMD_NR])(const struct options *o) = {
#define CMD(id, name, least, most, args, help) [CMD_##id] = cmd_##name,
#include "cli/commands.def"
#undef CMD
};

/* A closed 0, 1 or 2 would be the number of the next file that is opened, and a report would end up in it. */
static void keep_standard_fds(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd ? O_RDONLY : O_WRONLY) < 0)
			_exit(EXIT_USAGE);
}

/* Prints and frees text. */
static int print(struct strbuf *text)
{
	struct err err = { 0 };
	int ret = output_write(NULL, text, &err);

	strbuf_free(text);
	if (!ret)
		return EXIT_CLEAN;
	output_error(NULL, &err);
	return EXIT_USAGE;
}

static int run_help(const char *topic)
{
	struct strbuf text = { 0 };
	struct err err = { 0 };
	enum command_id cmd;

	if (!topic) {
		help_program(&text);
		return print(&text);
	}
	cmd = command_find(topic, &err);
	if (cmd == CMD_NR) {
		output_error(NULL, &err);
		return EXIT_USAGE;
	}
	help_command(cmd, &text);
	return print(&text);
}

static int run_version(void)
{
	struct strbuf text = { 0 };
	char libclang[64];

	version_libclang(libclang, sizeof(libclang));
	strbuf_printf(&text, "gfpcheck %s (libclang %s)\n", GFPCHECK_VERSION, libclang);
	return print(&text);
}

static int run_command(enum command_id cmd, u32 argc, char **argv)
{
	struct options o;
	struct err err = { 0 };
	int ret;

	if (options_parse(&o, cmd, argc, argv, &err))
		ret = cmd_fail(cmd, &err);
	else if (o.help)
		ret = run_help(command_name(cmd));
	else
		ret = commands[cmd](&o);
	options_free(&o);
	return ret;
}

int main(int argc, char **argv)
{
	struct strbuf usage = { 0 };
	struct err err = { 0 };
	enum command_id cmd;

	keep_standard_fds();
	if (argc < 2) {
		help_program(&usage);
		if (write(STDERR_FILENO, usage.buf, usage.len) < 0)
			err_errno(&err, "stderr");
		strbuf_free(&usage);
		return EXIT_USAGE;
	}
	if (!strcmp(argv[1], "--version"))
		return run_version();
	if (!strcmp(argv[1], "help") || !strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"))
		return run_help(argc > 2 ? argv[2] : NULL);
	cmd = command_find(argv[1], &err);
	if (cmd != CMD_NR)
		return run_command(cmd, (u32)argc - 2, argv + 2);
	output_error(NULL, &err);
	return EXIT_USAGE;
}
