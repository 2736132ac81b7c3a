CREATE TABLE shoe (size INTEGER);
CREATE ALIAS halt FOR 'alcove.store.OpeningTest$Halting.halt';
CALL halt();
