/** Fetches the files of a pipeline's folder; `files.json` there lists them. */
export async function fetchFiles(folder: string): Promise<Map<string, Uint8Array>> {
  const paths = (await (await get(`${folder}files.json`)).json()) as string[];
  const files = await Promise.all(
    paths.map(async (path) => {
      const response = await get(folder + path);
      return [path, new Uint8Array(await response.arrayBuffer())] as const;
    }),
  );
  return new Map(files);
}

async function get(url: string): Promise<Response> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`);
  return response;
}
