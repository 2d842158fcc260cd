namespace KvFleet.Store.Tests.Disk;

/// <summary>Does to segment files what a bad disk does.</summary>
internal static class DiskFiles
{
    /// <summary>Changes one byte in the middle of a value.</summary>
    public static void FlipValueByte(IEnumerable<string> files, byte[] value)
    {
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(file);
            var at = bytes.AsSpan().IndexOf(value);
            if (at < 0)
                continue;
            using var stream = File.OpenWrite(file);
            stream.Position = at + (value.Length / 2);
            stream.WriteByte((byte)(bytes[at + (value.Length / 2)] ^ 1));
            return;
        }

        throw new InvalidOperationException("The value is in none of the files.");
    }

    /// <summary>Whether some bytes are in one of the files.</summary>
    public static bool Contain(IEnumerable<string> files, byte[] value) => files.Any(file => File.ReadAllBytes(file).AsSpan().IndexOf(value) >= 0);
}
