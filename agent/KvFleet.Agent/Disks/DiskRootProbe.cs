using KvFleet.Api.Reports;
using KvFleet.Native;

namespace KvFleet.Agent.Disks;

/// <summary>Looks at the disk that the agent was given: may it be used, is it writable, how large is it. Waits for the device.</summary>
internal static class DiskRootProbe
{
    private const string ProbeName = ".kvfleet-probe";

    /// <summary>Looks.</summary>
    /// <param name="places">The disk; with a root.</param>
    public static DiskRootState Look(DiskPlaces places)
    {
        var root = places.Root!;
        try
        {
            if (!Directory.Exists(root))
                return Refused(root, $"{root} does not exist: mount a disk there.");
            if (places.Refuse(root) is { } refusal)
                return Refused(root, refusal);
            var facts = FilesystemFacts.Of(root);
            if (facts.IsReadOnly)
                return new DiskRootState(root, facts.TotalBytes, 0, DiskReportReasons.ReadOnly, $"{root} is on a filesystem that is mounted read-only: see the kernel's log on the node for why, and mount it again.");
            Write(Path.Combine(root, ProbeName));
            return new DiskRootState(root, facts.TotalBytes, facts.AvailableBytes, null, null);
        }
        catch (UnauthorizedAccessException)
        {
            return Refused(root, $"{root} is not writable for the agent's user {Environment.UserName}: on the node, chown 65532:65532 that directory.");
        }
        catch (Exception e) when (e is IOException or NativeException)
        {
            return new DiskRootState(root, 0, 0, DiskReportReasons.IoError, e.Message);
        }
    }

    private static DiskRootState Refused(string root, string why) => new(root, 0, 0, DiskReportReasons.Refused, why);

    private static void Write(string path)
    {
        File.Create(path).Dispose();
        File.Delete(path);
    }
}
