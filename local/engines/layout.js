let library;

/** Lays out a graph of ELK's JSON format; the library is loaded with the first graph. */
export async function layOut(graph) {
  library ??= import('elkjs/lib/elk.bundled.js').then(({ default: Elk }) => new Elk());
  return (await library).layout(graph);
}
