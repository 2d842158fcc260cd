namespace KvFleet.Architecture.Tests;

/// <summary>The working tree, as files that git would carry.</summary>
internal static class Repository
{
    private static readonly string[] Skipped = ["bin", "obj", "artifacts", ".git", "TestResults", "node_modules"];

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<string> Files(string pattern) =>
        [.. Walk(new DirectoryInfo(Root), pattern).Select(file => Path.GetRelativePath(Root, file)).Order(StringComparer.Ordinal)];

    public static string Read(string relativePath) => File.ReadAllText(Path.Combine(Root, relativePath));

    private static IEnumerable<string> Walk(DirectoryInfo folder, string pattern) => folder
        .EnumerateFiles(pattern).Select(file => file.FullName)
        .Concat(folder.EnumerateDirectories().Where(child => !Skipped.Contains(child.Name, StringComparer.Ordinal)).SelectMany(child => Walk(child, pattern)));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Operator.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"no Operator.sln above {AppContext.BaseDirectory}");
    }
}
