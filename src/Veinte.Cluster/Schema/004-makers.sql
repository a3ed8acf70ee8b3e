-- Epochs of those who make books anew, each greater than the one before and less than any owner's (which begin at 1): who has
-- lost the lock of making cannot write into the books of the next.
create sequence veinte.makers as bigint minvalue -9223372036854775807 maxvalue -1 start -9223372036854775807;
