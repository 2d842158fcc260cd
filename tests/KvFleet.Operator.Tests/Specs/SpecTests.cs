using System.Text.Json;
using KvFleet.Api;
using KvFleet.Api.Nodes;
using KvFleet.Api.Pools;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Models;
using KvFleet.Operator.Inventory;
using KvFleet.Operator.Options;
using KvFleet.Operator.Placement;
using KvFleet.Operator.Specs;
using KvFleet.Planning;

namespace KvFleet.Operator.Tests.Specs;

public sealed class SpecTests
{
    private static V1Alpha1KVCachePool Pool()
    {
        var pool = new V1Alpha1KVCachePool { Metadata = new V1ObjectMeta { Name = "llama-8b", NamespaceProperty = "inference", Uid = "0c5f" } };
        pool.Spec.Model.Name = "meta-llama/Llama-3.1-8B-Instruct";
        pool.Spec.Capacity = new ResourceQuantity("8Gi");
        return pool;
    }

    private static HolderCreation Creation(HugePageSize pages = HugePageSize.None) => new(
        new PlacementPool { Key = new PoolKey("inference", "llama-8b"), Uid = "0c5f", LimitBytes = 8L << 30, HugePages = pages }, "node-a", "kvh-llama-8b-abc-0", 4L << 30, 51L << 20);

    private static V1Pod Holder(V1Alpha1KVCachePool? pool = null, HugePageSize pages = HugePageSize.None) => HolderPodBuilder.Build(Creation(pages), pool ?? Pool(), new AgentOptions());

    [Fact]
    public void A_holder_is_restricted_pinned_by_name_and_requests_what_it_holds() =>
        JsonSerializer.SerializeToNode(Holder(), KubernetesJsonContext.Default.V1Pod)!.ShouldBeGolden("holder");

    [Fact]
    public void A_holder_of_huge_pages_requests_them_and_only_its_overhead_of_base_pages() =>
        JsonSerializer.SerializeToNode(Holder(pages: HugePageSize.TwoMebi), KubernetesJsonContext.Default.V1Pod)!["spec"]!["containers"]![0]!["resources"]!.ShouldBeGolden("holder-huge-pages");

    [Fact]
    public void A_holder_takes_priority_and_tolerations_from_its_pool()
    {
        var pool = Pool();
        pool.Spec.PriorityClassName = "cache";
        pool.Spec.Tolerations = [new PoolToleration { Key = "nvidia.com/gpu", Operator = TolerationOperator.Exists, Effect = TaintEffect.NoSchedule }];

        var holder = Holder(pool);

        holder.Spec!.PriorityClassName.ShouldBe("cache");
        var toleration = holder.Spec.Tolerations!.Single();
        (toleration.Key, toleration.OperatorProperty, toleration.Effect).ShouldBe(("nvidia.com/gpu", "Exists", "NoSchedule"));
    }

    [Fact]
    public void Request_and_limit_of_a_holder_are_the_same()
    {
        foreach (var pages in Enum.GetValues<HugePageSize>())
        {
            var resources = Holder(pages: pages).Spec!.Containers[0].Resources!;
            foreach (var (name, limit) in resources.Limits!)
                resources.Requests![name].ShouldBe(limit);
        }
    }

    [Fact]
    public void A_holder_is_recognised_by_its_owner_and_not_by_labels_alone()
    {
        var holder = Holder();
        holder.Metadata.Uid = "pod";

        var read = HolderPodReader.Read(holder).ShouldNotBeNull();
        (read.Pool.ToString(), read.PoolUid, read.Node, read.Bytes).ShouldBe(("inference/llama-8b", "0c5f", "node-a", 4L << 30));
        holder.Metadata.OwnerReferences = null;
        HolderPodReader.Read(holder).ShouldBeNull();
    }

    [Fact]
    public void The_agents_have_one_container_that_may_nothing_and_one_that_may_all() =>
        JsonSerializer.SerializeToNode(AgentDaemonSetBuilder.Build(new AgentOptions(), "kvfleet-system"), KubernetesJsonContext.Default.V1DaemonSet)!.ShouldBeGolden("agents");

    [Fact]
    public void Settings_of_the_agents_are_all_obeyed() =>
        JsonSerializer.SerializeToNode(AgentDaemonSetBuilder.Build(
            new AgentOptions
            {
                Image = "registry.example/kvfleet-agent:1",
                ImagePullPolicy = "Always",
                ImagePullSecrets = ["pull"],
                NodeSelector = new Dictionary<string, string>(StringComparer.Ordinal) { ["cache"] = "yes" },
                Tolerations = [new TolerationOptions { Key = "nvidia.com/gpu", Operator = "Exists", Effect = "NoSchedule" }],
                PriorityClassName = "",
                ReportPort = 9444,
                KubeletDirectory = "/var/snap/kubelet",
                Disk = new DiskOptions { Directory = "/mnt/nvme0/kvfleet", AllowKubeletFilesystem = true, KeysSecret = "keys" },
                Serve = new ContainerResources { CpuRequest = "1", MemoryRequest = "1Gi", MemoryLimit = "2Gi" },
                Node = new ContainerResources { CpuRequest = "2", MemoryRequest = "3Gi", MemoryLimit = "4Gi" },
            },
            "cache"), KubernetesJsonContext.Default.V1DaemonSet)!.ShouldBeGolden("agents-configured");

    [Fact]
    public void A_cache_node_is_owned_by_its_node()
    {
        var node = new V1Node { Metadata = new V1ObjectMeta { Name = "node-a", Uid = "n1" } };
        var spec = new KVCacheNodeSpec
        {
            Assignments =
            [
                new PoolAssignment
                {
                    Pool = new PoolReference { Namespace = "inference", Name = "llama-8b", Uid = "0c5f" },
                    Bytes = ResourceQuantity.FromBytes(4L << 30),
                    RowStrideBytes = 2 << 20,
                    HugePages = HugePageSize.TwoMebi,
                    NumaPolicy = NumaPlacement.Interleave,
                    LocalDisk = new DiskAssignment { Bytes = ResourceQuantity.FromBytes(10L << 30), SightingsToAdmit = 3, EncryptionKey = "team-a" },
                    Holders = [new HolderAssignment { Name = "kvh-llama-8b-abc-0", Uid = "p1", Bytes = ResourceQuantity.FromBytes(4L << 30), State = HolderIntent.Drain }],
                },
            ],
        };

        var built = JsonSerializer.SerializeToNode(KVCacheNodeBuilder.Build(node, spec), KvFleetJsonContext.Default.V1Alpha1KVCacheNode)!.AsObject();
        built.Remove("status");
        built.ShouldBeGolden("cache-node");
    }
}
