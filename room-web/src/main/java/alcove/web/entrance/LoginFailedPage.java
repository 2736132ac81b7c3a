package alcove.web.entrance;

/** The page that says that a sign-in is over and nobody is signed in. */
record LoginFailedPage() {}
