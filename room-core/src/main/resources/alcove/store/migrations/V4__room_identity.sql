-- Whose registry it is: the room's own key. One row, or none until the room is opened for the first time.
CREATE TABLE room_identity (
  id VARCHAR(53) PRIMARY KEY
);
