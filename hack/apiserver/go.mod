module compute-operator/hack/apiserver

go 1.26
