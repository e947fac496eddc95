/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Link databases in the cache folder: link/KEY-TUS-SET.gfl.
 *
 * KEY names what is asked (compile database, rules, --rt, the program itself), SET the TUs that were linked, TUS is
 * their number.  A scan of a folder therefore does not replace the link of the whole kernel; whoever asks takes the widest.
 */
#ifndef CLI_LINK_CACHE_H
#define CLI_LINK_CACHE_H

#include "cli/pipeline.h"
#include "link/link_db.h"

#define LINK_CACHE_KEEP 4u	/* files; one of a whole kernel has some 150 MiB */

/* KEY of a request.  err: a rule file that cannot be read. */
int link_cache_key(const struct scan_request *rq, struct hash128 *key, struct err *err) __must_check;

/* The links of a key, widest first; nothing is opened. */
struct link_cache_list {
	char *path[LINK_CACHE_KEEP];	/* owned */
	u32 nr;
};
void link_cache_list(const char *cache_dir, struct hash128 key, struct link_cache_list *out);
void link_cache_list_free(struct link_cache_list *l);

struct run;
struct program;
/*
 * Keeps a solved program; what cannot be written is a warning.  With rq->link_out the image is given away, else it is
 * freed.
 */
void link_cache_store(struct run *r, const struct program *p);

/* Does the link of that request hold all TUs of the compile database? */
bool link_cache_is_whole(const struct scan_request *rq);

/*
 * The model of a link (link/kmodel.h): what its functions do, for a run that links a few files only.  It stands in model/
 * under the link's name, and comes and goes with it.  The path is the caller's; there need be no such file.
 */
char *link_cache_model_path(const char *link);
struct kmodel;
int link_cache_store_model(const struct run *r, const struct kmodel *km, struct err *err) __must_check;

/* TUs whose main file is not what it was, by stat(); *first: one of them.  Headers are not looked at. */
u32 link_cache_changed(const struct link_db *db, const char **first);

#endif
