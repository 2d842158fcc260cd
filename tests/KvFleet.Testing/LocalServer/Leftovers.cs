using System.Diagnostics;
using System.Globalization;

namespace KvFleet.Testing;

/// <summary>
/// Ends what an earlier run left behind when it was killed. Each run has a folder that names its owner, and every process of the run has that folder in its
/// command line: no record of process ids could be stale.
/// </summary>
internal static class Leftovers
{
    private const string OwnerFile = "owner";

    /// <summary>Makes a folder of this process.</summary>
    public static string Claim(string root)
    {
        var folder = Path.Combine(root, $"{Environment.ProcessId}-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, OwnerFile), Identity(Environment.ProcessId));
        return folder;
    }

    /// <summary>Ends the processes of all folders whose owner is dead, and removes the folders.</summary>
    public static void Clean(string root)
    {
        if (!Directory.Exists(root))
            return;
        foreach (var folder in Directory.EnumerateDirectories(root))
        {
            var owner = Path.Combine(folder, OwnerFile);
            // The moment between making the folder and naming its owner belongs to a run that has just begun.
            if (!File.Exists(owner) || IsAlive(File.ReadAllText(owner)))
                continue;
            foreach (var process in ProcessesOf(folder))
            {
                using (process)
                {
                    process.Kill();
                    process.WaitForExit();
                }
            }

            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<Process> ProcessesOf(string folder)
    {
        foreach (var process in Process.GetProcesses())
        {
            if (CommandLine(process.Id).Contains(folder + "/", StringComparison.Ordinal))
                yield return process;
            else
                process.Dispose();
        }
    }

    private static string CommandLine(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (IOException)
        {
            // It ended meanwhile.
            return string.Empty;
        }
    }

    private static bool IsAlive(string identity) =>
        int.TryParse(identity.Split(' ')[0], CultureInfo.InvariantCulture, out var id) && File.Exists($"/proc/{id}/stat") && Identity(id) == identity;

    // A process id comes again; together with the time at which the process started it does not.
    private static string Identity(int id)
    {
        var stat = File.ReadAllText($"/proc/{id}/stat");
        return $"{id} {stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19]}";
    }
}
