/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz_menu: any octets as a tree and, behind a NUL, its English words. */
#include <assert.h>
#include <string.h>

#include "menu/tree.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len)
{
	const char *text = (const char *)data, *cut = memchr(data, '\0', len);
	size_t first = cut != NULL ? (size_t)(cut - text) : len;
	struct menu_file files[] = {
		{"tree.conf", text, first},
		{"text.en.conf", cut != NULL ? cut + 1 : "", cut != NULL ? len - first - 1 : 0},
	};
	struct menu_tree *tree;
	struct err err;

	tree = menu_tree_parse(files, 2, &err);
	if (tree == NULL)
		assert(*err.msg != '\0');
	menu_tree_free(tree);
	return 0;
}
