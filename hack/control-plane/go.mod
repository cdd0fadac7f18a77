module compute-operator/hack/control-plane

go 1.26
