using KvFleet.Agent.Options;
using KvFleet.Store.Disk.Files;

namespace KvFleet.Agent.Disks;

/// <summary>Keeps values off the kubelet's filesystem, unless a person allowed it.</summary>
internal static class KubeletDisk
{
    /// <summary>Says why a directory may not be used; null when it may. May wait for the device.</summary>
    public static string? Refuse(string directory, AgentOptions options)
    {
        if (options.AllowKubeletFilesystem)
            return null;
        // Not to know is no permission.
        if (!Directory.Exists(options.KubeletFilesystem))
            return $"{options.KubeletFilesystem} is missing, so nobody can tell whether {directory} is on the kubelet's filesystem. Mount an emptyDir there, as the operator's DaemonSet does.";
        return KubeletFilesystem.Refuse(directory, [options.KubeletFilesystem]) is { } refusal
            ? $"{refusal} (operator: KVFLEET_AGENT__DISK__DIRECTORY, KVFLEET_AGENT__DISK__ALLOWKUBELETFILESYSTEM)"
            : null;
    }
}
