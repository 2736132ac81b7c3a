package alcove.app;

/** The ports that a started server listens on, also where the system chose them. */
record OpenPorts(int ssb, int http) {}
