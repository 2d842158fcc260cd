using YamlDotNet.RepresentationModel;

namespace KvFleet.Kubernetes.Configuration;

/// <summary>Reads <c>as</c>, <c>as-uid</c>, <c>as-groups</c> and <c>as-user-extra</c> of a kubeconfig's user.</summary>
internal static class KubeConfigImpersonation
{
    public static KubernetesImpersonation? Of(KubeConfigEntry user)
    {
        var uid = user.Text("as-uid");
        var groups = KubeConfigEntry.Texts(user.Sequence("as-groups")).ToArray();
        var extra = (user.Map("as-user-extra") ?? []).Children.ToDictionary(
            e => e.Key.ToString(),
            e => e.Value is YamlSequenceNode values
                ? (IReadOnlyList<string>)[.. KubeConfigEntry.Texts(values)]
                : throw new KubernetesConfigurationException($"{user.Where}: as-user-extra.{e.Key} is no list."),
            StringComparer.Ordinal);
        if (user.Text("as") is { } name)
            return new KubernetesImpersonation { UserName = name, Uid = uid, Groups = groups, Extra = extra };
        return uid is null && groups.Length == 0 && extra.Count == 0
            ? null
            : throw new KubernetesConfigurationException($"{user.Where} has as-uid, as-groups or as-user-extra but no user to be: add as.");
    }
}
