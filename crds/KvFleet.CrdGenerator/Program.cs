using System.Reflection;
using KvFleet.Api;
using KvFleet.CrdGenerator;

switch (args)
{
    case ["crds", var folder]:
        foreach (var (fileName, text) in CrdFiles.Render(typeof(ApiGroup).Assembly))
        {
            await File.WriteAllTextAsync(Path.Combine(folder, fileName), text);
        }

        return 0;

    case ["rbac", var assembly, var name, var file]:
        await File.WriteAllTextAsync(file, ClusterRoleFile.Render(Assembly.LoadFrom(Path.GetFullPath(assembly)), name));
        return 0;

    default:
        await Console.Error.WriteLineAsync("usage: crds FOLDER | rbac ASSEMBLY.dll CLUSTERROLE-NAME FILE.yaml");
        return 2;
}
