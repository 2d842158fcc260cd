using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Models;
using KvFleet.Operator.Inventory;
using KvFleet.Planning;

namespace KvFleet.Operator.Tests.Inventory;

public sealed class PodRequestsTests
{
    private static V1Container Container(string memory, string? restart = null, string? huge = null)
    {
        var requests = new Dictionary<string, ResourceQuantity>(StringComparer.Ordinal) { ["memory"] = new(memory) };
        if (huge is not null)
            requests["hugepages-2Mi"] = new ResourceQuantity(huge);
        return new V1Container { RestartPolicy = restart, Resources = new V1ResourceRequirements { Requests = requests } };
    }

    private static long Mebibytes(V1PodSpec spec) => PodRequests.Effective(spec).Regular >> 20;

    [Fact]
    public void Containers_add_up() => Mebibytes(new V1PodSpec { Containers = [Container("100Mi"), Container("50Mi")] }).ShouldBe(150);

    [Fact]
    public void The_largest_init_container_counts_when_it_needs_more_than_all_others() =>
        Mebibytes(new V1PodSpec { InitContainers = [Container("300Mi"), Container("10Mi")], Containers = [Container("100Mi")] }).ShouldBe(300);

    [Fact]
    public void A_sidecar_counts_beside_the_containers_and_beside_the_init_containers_after_it()
    {
        Mebibytes(new V1PodSpec { InitContainers = [Container("40Mi", "Always")], Containers = [Container("100Mi")] }).ShouldBe(140);
        Mebibytes(new V1PodSpec { InitContainers = [Container("40Mi", "Always"), Container("200Mi")], Containers = [Container("100Mi")] }).ShouldBe(240);
        Mebibytes(new V1PodSpec { InitContainers = [Container("200Mi"), Container("40Mi", "Always")], Containers = [Container("100Mi")] }).ShouldBe(200);
    }

    [Fact]
    public void The_runtimes_overhead_comes_on_top() =>
        Mebibytes(new V1PodSpec { Overhead = new Dictionary<string, ResourceQuantity>(StringComparer.Ordinal) { ["memory"] = new("120Mi") }, Containers = [Container("100Mi")] }).ShouldBe(220);

    [Fact]
    public void Pod_level_requests_replace_the_sum() =>
        Mebibytes(new V1PodSpec { Resources = Container("1Gi").Resources, Containers = [Container("100Mi")] }).ShouldBe(1024);

    [Fact]
    public void Huge_pages_are_counted_by_themselves() =>
        PodRequests.Effective(new V1PodSpec { Containers = [Container("32Mi", huge: "1Gi")] }).ShouldBe(new NodeMemory(32L << 20, 1L << 30));

    [Fact]
    public void Trimming_a_pod_changes_nothing_that_is_read_and_can_be_repeated()
    {
        var pod = new V1Pod
        {
            Metadata = new V1ObjectMeta { Name = "x", NamespaceProperty = "y", Uid = "u", Annotations = new Dictionary<string, string>(StringComparer.Ordinal) { ["long"] = "text" } },
            Spec = new V1PodSpec { NodeName = "n", InitContainers = [Container("300Mi")], Containers = [Container("100Mi"), Container("50Mi", huge: "4Mi")] },
            Status = new V1PodStatus { Phase = "Running", NominatedNodeName = "m", PodIP = "10.0.0.1" },
        };
        var before = PodRequests.Effective(pod.Spec);

        var trimmed = PodTrimming.Trim(PodTrimming.Trim(pod));

        PodRequests.Effective(trimmed.Spec).ShouldBe(before);
        (trimmed.Name(), trimmed.Spec!.NodeName, trimmed.Status!.Phase, trimmed.Status.NominatedNodeName).ShouldBe(("x", "n", "Running", "m"));
        trimmed.Metadata.Annotations.ShouldBeNull();
    }
}
