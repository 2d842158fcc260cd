namespace KvFleet.Testing;

/// <summary>A file into which a replica writes lines while it is read.</summary>
internal static class RecordFile
{
    /// <summary>The words of each line so far; none while there is no file.</summary>
    public static IEnumerable<string[]> Read(string path)
    {
        if (!File.Exists(path))
            yield break;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        // The last line may be half written.
        foreach (var line in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
            yield return line.Split(' ');
    }
}
