const prefix = 'msg_';

/** The id under which everybody but the database knows a message: receivers know a repeat by it. */
export function toMessageId(rowId: string): string {
  return `${prefix}${rowId}`;
}

/** The row of a message; an id without its prefix is taken too. */
export function toMessageRow(messageId: string): string {
  return messageId.replace(prefix, '');
}
