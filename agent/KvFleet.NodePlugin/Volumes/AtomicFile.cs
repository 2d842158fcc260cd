using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace KvFleet.NodePlugin.Volumes;

/// <summary>Writes a small file so that readers see the old content or the new, never a part.</summary>
internal static class AtomicFile
{
    private const string Suffix = ".new";

    /// <summary>Writes JSON to a file of a directory.</summary>
    /// <remarks>
    /// Safe where somebody else may write to the directory: what stands at either name is replaced, never followed or written through.
    /// </remarks>
    /// <typeparam name="T">Type of the content.</typeparam>
    /// <param name="directory">The directory.</param>
    /// <param name="name">Name of the file.</param>
    /// <param name="content">The content.</param>
    /// <param name="format">Its JSON.</param>
    /// <param name="mode">Permission bits; the umask takes from them.</param>
    /// <param name="durable">Whether it must outlive a power failure.</param>
    /// <exception cref="IOException">No space, or a directory stands in the way.</exception>
    public static void WriteJson<T>(string directory, string name, T content, JsonTypeInfo<T> format, UnixFileMode mode, bool durable = false)
    {
        var temporary = Path.Combine(directory, name + Suffix);
        File.Delete(temporary);
        using (var file = new FileStream(temporary, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = mode,
            BufferSize = 0,
        }))
        {
            file.Write(JsonSerializer.SerializeToUtf8Bytes(content, format));
            file.Flush(flushToDisk: durable);
        }

        File.Move(temporary, Path.Combine(directory, name), overwrite: true);
    }
}
