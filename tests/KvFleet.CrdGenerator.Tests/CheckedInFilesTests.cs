using KvFleet.Api;

namespace KvFleet.CrdGenerator.Tests;

/// <summary>What is checked in is what the types say.</summary>
public sealed class CheckedInFilesTests
{
    public static TheoryData<string> Files => [.. CrdFiles.Render(typeof(ApiGroup).Assembly).Select(file => file.FileName)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_checked_in_definition_equals_what_the_types_say(string fileName)
    {
        var expected = CrdFiles.Render(typeof(ApiGroup).Assembly).Single(file => file.FileName == fileName).Text;

        File.ReadAllText(Path.Combine(RepositoryFolder(), "crds", fileName)).ShouldBe(expected, "run `make crds`");
    }

    [Fact]
    public void No_definition_is_left_over_from_a_type_that_is_gone() =>
        Directory.GetFiles(Path.Combine(RepositoryFolder(), "crds"), "kvfleet.io_*.yaml").Select(Path.GetFileName)
            .ShouldBe(CrdFiles.Render(typeof(ApiGroup).Assembly).Select(file => file.FileName), ignoreOrder: true);

    private static string RepositoryFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Operator.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("no Operator.sln above the test");
    }
}
