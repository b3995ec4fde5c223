/** The generated client names it; a browser's types have it, Node's do not. */
type BodyInit = NonNullable<RequestInit['body']>;
