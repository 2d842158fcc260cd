namespace KvFleet.Testing;

/// <summary>The working tree that this program was built in.</summary>
public static class RepositoryFolder
{
    /// <summary>The folder that holds Operator.sln, found upwards from this program.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) => File.Exists(Path.Combine(folder, "Operator.sln"))
        ? folder
        : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"Operator.sln is in no folder above {AppContext.BaseDirectory}."));
}
