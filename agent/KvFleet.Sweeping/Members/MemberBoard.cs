using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace KvFleet.Sweeping.Members;

/// <summary>
/// The members' files on the shared filesystem. They need no server but the one that is swept: who cannot reach it says nothing more, and its share falls to the others. Only times that the filesystem itself
/// gave are compared, so clocks of nodes do not matter.
/// </summary>
internal sealed class MemberBoard(string directory, string member, double timeoutSeconds)
{
    private const string Ending = ".json";

    /// <summary>This member's file.</summary>
    public string OwnPath { get; } = Path.Combine(directory, member + Ending);

    /// <summary>Says that this member lives.</summary>
    /// <returns>When, by the filesystem's clock.</returns>
    /// <exception cref="IOException">It could not be written: a directory of another user, a full or read-only filesystem.</exception>
    /// <exception cref="UnauthorizedAccessException">The sweeping user may not write there.</exception>
    [SuppressMessage("Interoperability", "CA1416", Justification = "All of this runs on Linux only.")]
    public DateTimeOffset Write(MemberStatement statement)
    {
        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(statement, MemberJson.Default.MemberStatement);
        try
        {
            var temporary = Path.Combine(directory, $".{member}.new");
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, OwnPath, overwrite: true);
        }
        catch (IOException) when (File.Exists(OwnPath))
        {
            // A full filesystem has no room for another file, but this one has its block: the sweep must not end when it is needed most. Who reads it half written asks again.
            using var file = File.OpenHandle(OwnPath, FileMode.Open, FileAccess.Write);
            RandomAccess.Write(file, bytes, 0);
            RandomAccess.SetLength(file, bytes.Length);
        }

        return TimeOf(OwnPath);
    }

    /// <summary>Reads who lives.</summary>
    /// <param name="now">When this member wrote its own file.</param>
    public Membership Read(DateTimeOffset now)
    {
        List<MemberStatement> others = [];
        List<string> unreadable = [];
        List<string> names = [member];
        foreach (var path in Directory.EnumerateFiles(directory, $"*{Ending}"))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if (string.Equals(name, member, StringComparison.Ordinal) || (now - TimeOf(path)).TotalSeconds > timeoutSeconds)
                continue;
            names.Add(name);
            try
            {
                var statement = JsonSerializer.Deserialize(File.ReadAllBytes(path), MemberJson.Default.MemberStatement);
                if (statement is not null && string.Equals(statement.Member, name, StringComparison.Ordinal))
                    others.Add(statement);
                else
                    unreadable.Add(name);
            }
            catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
            {
                unreadable.Add(name);
            }
        }

        names.Sort(StringComparer.Ordinal);
        return new Membership(names, others, unreadable, now);
    }

    /// <summary>Says that this member has gone, so that the others need not wait.</summary>
    public void Remove() => File.Delete(OwnPath);

    private static DateTimeOffset TimeOf(string path) => new(File.GetLastWriteTimeUtc(path), TimeSpan.Zero);
}
