module compute-operator/kube-apiserver

go 1.26
