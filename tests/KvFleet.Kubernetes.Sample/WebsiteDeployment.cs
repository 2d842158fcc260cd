using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Models;

namespace Websites;

/// <summary>What is wanted, as a pure function of the website: the whole intent, made afresh each time.</summary>
internal static class WebsiteDeployment
{
    public static V1Deployment For(Website website)
    {
        var labels = new Dictionary<string, string> { ["app.kubernetes.io/instance"] = website.Name() };
        var deployment = new V1Deployment
        {
            Metadata = new V1ObjectMeta { Name = website.Name(), NamespaceProperty = website.Namespace() },
            Spec = new V1DeploymentSpec
            {
                Replicas = website.Spec.Replicas,
                Selector = new V1LabelSelector { MatchLabels = labels },
                Template = new V1PodTemplateSpec
                {
                    Metadata = new V1ObjectMeta { Labels = labels },
                    Spec = new V1PodSpec { Containers = [new V1Container { Name = "web", Image = website.Spec.Image }] },
                },
            },
        };
        // The owner's deletion deletes it, and its changes run the owner's controller.
        deployment.SetControllerReference(website);
        return deployment;
    }
}
