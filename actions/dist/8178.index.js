export const id=8178;export const ids=[8178];export const modules={28178:((e,t,n)=>{e.exports=n(81534)})};
