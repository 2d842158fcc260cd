using System.Text.Json;

namespace KvFleet.NodePlugin.Filesystems.Helper;

/// <summary>The expendable process: <c>kvfleet-node filesystem-task JSON</c>. It may hang in the kernel for ever; nobody waits for it then.</summary>
internal static class HelperProgram
{
    /// <summary>The argument that makes it one.</summary>
    public const string Argument = "filesystem-task";

    /// <summary>Does one task and prints what came of it.</summary>
    /// <param name="json">The task.</param>
    /// <returns>The exit code: 0 whenever something was printed.</returns>
    public static int Run(string json)
    {
        var task = JsonSerializer.Deserialize(json, HelperJson.Default.HelperTask) ?? throw new JsonException("no task");
        Console.Out.WriteLine(JsonSerializer.Serialize(Do(task), HelperJson.Default.HelperResult));
        return 0;
    }

    private static HelperResult Do(HelperTask task)
    {
        try
        {
            return task.Verb switch
            {
                HelperVerb.Probe => FilesystemProbe.Run(task),
                HelperVerb.Attach => SharedMount.Attach(task),
                _ => SharedMount.Detach(task),
            };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new HelperResult(failure.Message);
        }
    }
}
