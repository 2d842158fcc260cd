using System.Xml.Linq;

namespace KvFleet.Architecture.Tests;

/// <summary>Which room may reference which.</summary>
public sealed class DependencyTests
{
    // What each project may reference directly; what follows from it is checked by the tests below.
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["KvFleet.Model"] = [],
        ["KvFleet.Kubernetes.Abstractions"] = [],
        ["KvFleet.Prometheus"] = [],
        ["KvFleet.Kubernetes"] = ["KvFleet.Kubernetes.Abstractions"],
        ["KvFleet.Api"] = ["KvFleet.Kubernetes.Abstractions", "KvFleet.Model"],
        ["KvFleet.CrdGenerator"] = ["KvFleet.Api"],
        ["KvFleet.Planning"] = ["KvFleet.Model", "KvFleet.Api"],
        ["KvFleet.Operator"] = ["KvFleet.Kubernetes", "KvFleet.Kubernetes.Abstractions", "KvFleet.Planning", "KvFleet.Api", "KvFleet.Model", "KvFleet.Prometheus"],
        ["KvFleet.Native"] = [],
        ["KvFleet.Grpc"] = [],
        ["KvFleet.Protocol"] = ["KvFleet.Native"],
        ["KvFleet.Store"] = ["KvFleet.Native", "KvFleet.Protocol"],
        ["KvFleet.Sweeping"] = ["KvFleet.Native"],
        ["KvFleet.Resp"] = ["KvFleet.Native", "KvFleet.Store"],
        ["KvFleet.Holder"] = ["KvFleet.Native", "KvFleet.Protocol", "KvFleet.Store"],
        ["KvFleet.Agent"] = ["KvFleet.Kubernetes", "KvFleet.Kubernetes.Abstractions", "KvFleet.Api", "KvFleet.Model", "KvFleet.Native", "KvFleet.Protocol", "KvFleet.Store", "KvFleet.Resp", "KvFleet.Prometheus", "KvFleet.Holder"],
        ["KvFleet.NodePlugin"] = ["KvFleet.Kubernetes", "KvFleet.Kubernetes.Abstractions", "KvFleet.Api", "KvFleet.Model", "KvFleet.Native", "KvFleet.Protocol", "KvFleet.Grpc", "KvFleet.Prometheus", "KvFleet.Sweeping"],
    };

    private static readonly Dictionary<string, string[]> References = Repository.Files("*.csproj")
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file), DirectReferences, StringComparer.Ordinal);

    public static TheoryData<string> ProductProjects => [.. Repository.Files("*.csproj").Where(IsProduct).Select(file => Path.GetFileNameWithoutExtension(file))];

    [Theory]
    [MemberData(nameof(ProductProjects))]
    public void A_project_references_only_what_its_room_may(string project)
    {
        Allowed.ShouldContainKey(project, $"{project} is new: say in DependencyTests what it may reference");
        References[project].Except(Allowed[project], StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("operator/", "agent/")]
    [InlineData("agent/", "operator/")]
    [InlineData("crds/", "operator/")]
    [InlineData("crds/", "agent/")]
    public void Wings_meet_only_on_the_ground_floor(string wing, string other)
    {
        var forbidden = Repository.Files("*.csproj").Where(file => file.StartsWith(other, StringComparison.Ordinal)).Select(file => Path.GetFileNameWithoutExtension(file)).ToHashSet(StringComparer.Ordinal);
        foreach (var project in Repository.Files("*.csproj").Where(file => file.StartsWith(wing, StringComparison.Ordinal)).Select(file => Path.GetFileNameWithoutExtension(file)))
        {
            Closure(project).Intersect(forbidden, StringComparer.Ordinal).ShouldBeEmpty($"{project} ({wing}) reaches {other}");
        }
    }

    [Theory]
    [InlineData("KvFleet.Planning", "KvFleet.Kubernetes")]
    [InlineData("KvFleet.Store", "KvFleet.Kubernetes")]
    [InlineData("KvFleet.Holder", "KvFleet.Kubernetes")]
    [InlineData("KvFleet.Api", "KvFleet.Kubernetes")]
    public void Some_rooms_never_see_the_Kubernetes_client(string project, string forbidden) => Closure(project).Contains(forbidden).ShouldBeFalse();

    [Fact]
    public void Nothing_but_its_tests_references_the_generator() =>
        References.Where(entry => entry.Value.Contains("KvFleet.CrdGenerator", StringComparer.Ordinal)).Select(entry => entry.Key).Except(["KvFleet.CrdGenerator.Tests"], StringComparer.Ordinal).ShouldBeEmpty();

    [Fact]
    public void Every_product_project_has_tests() =>
        ProductNames().Where(project => !References.ContainsKey(project.Replace(".Abstractions", "", StringComparison.Ordinal) + ".Tests")).ShouldBeEmpty();

    [Fact]
    public void Every_project_folder_says_what_it_is_for() =>
        Repository.Files("*.csproj").Where(IsProduct).Select(file => Path.GetDirectoryName(file)!).Where(folder => !File.Exists(Path.Combine(Repository.Root, folder, "README.md"))).ShouldBeEmpty();

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.Read("Operator.sln").Replace('\\', '/');
        Repository.Files("*.csproj").Where(file => !solution.Contains(file, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static IEnumerable<string> ProductNames() => Repository.Files("*.csproj").Where(IsProduct).Select(file => Path.GetFileNameWithoutExtension(file));

    private static bool IsProduct(string file) => !file.StartsWith("tests/", StringComparison.Ordinal);

    private static HashSet<string> Closure(string project)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([project]);
        while (open.TryPop(out var next))
        {
            foreach (var reference in References.GetValueOrDefault(next, []).Where(seen.Add))
            {
                open.Push(reference);
            }
        }

        return seen;
    }

    private static string[] DirectReferences(string file) =>
        [.. XDocument.Parse(Repository.Read(file)).Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))];
}
