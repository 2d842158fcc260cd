namespace KvFleet.Store.Tests.Disk;

/// <summary>Does to segment files what a bad disk does.</summary>
internal static class DiskFiles
{
    /// <summary>
    /// Changes one byte in the middle of a value, wherever it is: a value that was stored while a batch was being chosen is written twice, and only the second is ever found.
    /// </summary>
    public static void FlipValueByte(IEnumerable<string> files, byte[] value)
    {
        var flipped = 0;
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(file);
            using var stream = File.OpenWrite(file);
            for (int from = 0, at; (at = bytes.AsSpan(from).IndexOf(value)) >= 0; from += at + value.Length, flipped++)
            {
                stream.Position = from + at + (value.Length / 2);
                stream.WriteByte((byte)(value[value.Length / 2] ^ 1));
            }
        }

        if (flipped == 0)
            throw new InvalidOperationException("The value is in none of the files.");
    }

    /// <summary>Whether some bytes are in one of the files.</summary>
    public static bool Contain(IEnumerable<string> files, byte[] value) => files.Any(file => File.ReadAllBytes(file).AsSpan().IndexOf(value) >= 0);
}
