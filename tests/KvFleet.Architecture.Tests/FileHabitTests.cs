using System.Text.RegularExpressions;

namespace KvFleet.Architecture.Tests;

/// <summary>How files look: short, one public type each, nothing unfinished, nothing private to a machine.</summary>
public sealed partial class FileHabitTests
{
    private static readonly (string Path, int Lines)[] Sources = [.. Repository.Files("*.cs").Select(file => (file, Repository.Read(file).Split('\n').Length - 1))];

    [Fact]
    public void No_source_file_is_longer_than_400_lines() =>
        Sources.Where(source => source.Lines > 400).Select(source => $"{source.Lines} {source.Path}").ShouldBeEmpty();

    [Fact]
    public void The_median_source_file_has_at_most_60_lines() => Percentile(50).ShouldBeLessThanOrEqualTo(60);

    [Fact]
    public void Nine_of_ten_source_files_have_at_most_200_lines() => Percentile(90).ShouldBeLessThanOrEqualTo(200);

    [Fact]
    public void A_file_declares_one_public_type_named_like_the_file()
    {
        foreach (var (path, _) in Sources.Where(source => !source.Path.StartsWith("tests/", StringComparison.Ordinal)))
        {
            PublicTypes().Matches(Repository.Read(path)).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal).Count()
                .ShouldBeLessThanOrEqualTo(1, path);
        }
    }

    [Fact]
    public void The_product_has_no_unfinished_marks() =>
        Sources.Where(source => !source.Path.StartsWith("tests/", StringComparison.Ordinal) && Unfinished().IsMatch(Repository.Read(source.Path))).Select(source => source.Path).ShouldBeEmpty();

    [Fact]
    public void The_top_level_is_the_one_that_was_agreed()
    {
        string[] agreed = ["operator", "crds", "agent", "tests", "config", "charts", ".ci"];
        new DirectoryInfo(Repository.Root).EnumerateDirectories()
            .Select(folder => folder.Name)
            .Where(name => name is not ".git" and not "artifacts" and not "bin" and not "obj" and not ".vs" and not ".idea")
            .Except(agreed, StringComparer.Ordinal)
            .ShouldBeEmpty();
    }

    private static int Percentile(int percent)
    {
        var ordered = Sources.Select(source => source.Lines).Order().ToArray();
        return ordered[(ordered.Length - 1) * percent / 100];
    }

    [GeneratedRegex(@"^public (?:(?:static|sealed|abstract|partial|readonly|ref|unsafe) )*(?:class|record struct|record class|record|struct|interface|enum|delegate [\w<>?\[\], ]+) (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PublicTypes();

    [GeneratedRegex(@"NotImplementedException|\b(TODO|FIXME|HACK|XXX)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unfinished();
}
