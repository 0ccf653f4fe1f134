"""Kinds of resources that every cluster has, with their short names (kubectl api-resources); a cluster is not asked."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.machine import Machine

KINDS = (
    "pods pod po services service svc deployments deployment deploy nodes node no namespaces namespace ns configmaps "
    "configmap cm secrets secret ingresses ingress ing jobs job cronjobs cronjob cj statefulsets statefulset sts "
    "daemonsets daemonset ds replicasets replicaset rs events event ev persistentvolumes pv persistentvolumeclaims pvc "
    "storageclasses sc serviceaccounts serviceaccount sa endpoints ep horizontalpodautoscalers hpa roles rolebindings "
    "clusterroles clusterrolebindings networkpolicies netpol resourcequotas quota customresourcedefinitions crd crds "
    "all"
).split()


def kinds(machine: Machine) -> list[str]:
    """The kinds, by their plural, singular and short names."""
    return KINDS
