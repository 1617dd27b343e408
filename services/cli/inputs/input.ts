/** What bytes can be read from: a file, or an object of a bucket. */
export interface Readable {
  /** As a person would name it: a path, or s3://bucket/key. */
  readonly name: string;
  /** The bytes as they are stored, from the start. Throws file_unreadable or bucket_unreadable while it is read. */
  readonly open: () => AsyncIterable<Buffer>;
}

/** One of the files and objects that are read together. */
export interface Input extends Readable {
  /** As stored, compressed or not. */
  readonly bytes: number;
  /** Changes when the content does. */
  readonly version: string;
}
