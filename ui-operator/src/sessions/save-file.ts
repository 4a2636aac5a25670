/** Hands a file of the core over to whoever asked: a plain link would carry no token. Rejects when the core cannot be read. */
export async function saveFile(fetcher: typeof fetch, path: string, name: string): Promise<void> {
  const answer = await fetcher(path)
  if (!answer.ok) throw new Error(`GET ${path} answered ${answer.status}`)
  const url = URL.createObjectURL(await answer.blob())
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
