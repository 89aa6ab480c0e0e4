-- What a pull and its refused items say, as it was made: the formats, which are msgids, each with its arguments, a U+001F before each of these
-- texts (struct vg_error in aggregator/core/error.h). A page says it in its reader's language. The English text beside it is for logs and the
-- command line, and all there is of what was said before.

ALTER TABLE vg.pull ADD COLUMN message_words text, ADD COLUMN hint_words text;
ALTER TABLE vg.reject ADD COLUMN reason_words text;
