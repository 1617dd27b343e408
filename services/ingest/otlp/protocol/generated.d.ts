/** Encodes and decodes one message. Decoded fields are own properties only where the bytes hold them. */
interface Codec {
  /** Throws on bytes that are no such message. */
  decode(bytes: Uint8Array): object;
  encode(message: object): { finish(): Uint8Array };
}

export const opentelemetry: {
  readonly proto: {
    readonly collector: {
      readonly trace: {
        readonly v1: {
          readonly ExportTraceServiceRequest: Codec;
          readonly ExportTraceServiceResponse: Codec;
        };
      };
      readonly logs: {
        readonly v1: {
          readonly ExportLogsServiceRequest: Codec;
          readonly ExportLogsServiceResponse: Codec;
        };
      };
    };
  };
};

export const google: { readonly rpc: { readonly Status: Codec } };
