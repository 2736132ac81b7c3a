/**
 * The parts of pages: their layout, texts and languages, and what fills them: links, codes to scan,
 * charts. Knows nothing of requests.
 */
@NullMarked
package alcove.web.page;

import org.jspecify.annotations.NullMarked;
