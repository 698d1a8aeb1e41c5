"""How an endpoint is reached: which addresses may be, and the stream of bytes to one."""
