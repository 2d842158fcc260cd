using KvFleet.Operator.Options;

namespace KvFleet.CrdGenerator.Tests;

/// <summary>The checked-in role is what the controllers ask for.</summary>
public sealed class CheckedInRoleTests
{
    [Fact]
    public void The_operators_role_equals_what_its_controllers_ask_for()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Operator.sln")))
        {
            folder = folder.Parent;
        }

        File.ReadAllText(Path.Combine(folder!.FullName, "config", "base", "operator-role.yaml"))
            .ShouldBe(ClusterRoleFile.Render(typeof(OperatorOptions).Assembly, "kvfleet-operator"), "run `make crds`");
    }
}
